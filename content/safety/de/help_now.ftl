# Hilfe jetzt. Hier steht keine Nummer: sie kommen allein aus helplines.csv und emergency.csv.
help-now-summary = Wo es Hilfe gibt, jetzt gleich
help-now-country-summary = Das Land, in dem du bist
help-now-title = Wo es Hilfe gibt
help-now-country-placeholder = Ein anderes Land wählen
help-now-own-country-placeholder = Dein Land wählen
help-now-directory-button = Eine Stelle in deiner Nähe finden
help-now-practice-button = Eine ruhige Übung

help-now-heavy = Gut, dass du Hilfe suchst. Du musst das nicht allein tragen.
help-now-country = Wenn du in diesem Land bist ({ $country }):
help-now-local = Bei Gefahr wähle deine örtliche Notrufnummer.
help-now-emergency-any = Bei Gefahr wähle { $number }.
help-now-emergency-ambulance = Wenn jemand verletzt ist, wähle { $number } für den Rettungsdienst.
help-now-emergency-police = Wenn dir jemand etwas antun könnte, wähle { $number } für die Polizei.
help-now-line-suicide = Um jetzt mit jemandem zu sprechen: { $name }, { $reach } ({ $hours }).
help-now-line-violence = Wenn dir jemand wehtut oder dich kontrolliert: { $name }, { $reach } ({ $hours }).
help-now-line-child = Für junge Menschen: { $name }, { $reach } ({ $hours }).
help-now-line-general = Für jede Not: { $name }, { $reach } ({ $hours }).
help-now-directory = Hilfe in den meisten Ländern, per Telefon, Nachricht oder Chat: { $address }.
help-now-program = Ich bin ein Programm und niemand liest das hier. Bitte sprich dort mit einem Menschen. Für ein anderes Land: { $command } und sein Name.
