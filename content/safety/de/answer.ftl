# Was Ajar antwortet, wenn Worte nach Gefahr klingen: nur der Person, die schreibt, in höchstens sechs Zeilen.
# Hier steht keine Nummer: sie kommen allein aus helplines.csv und emergency.csv. Keine Methode, keine Einzelheit, kein Versprechen.
safety-summary = Ein paar Worte von Ajar

safety-heavy-self = Das klingt sehr schwer. Es ist gut, dass du Worte dafür gefunden hast.
safety-heavy-other = Angst um jemanden wiegt schwer. Wenn es für dich sicher ist, bleib da, bis Hilfe kommt.
safety-heavy-violence = Was du beschreibst, macht Angst, und es ist nicht deine Schuld.
safety-device = Zuerst: Kannst du dieses Gerät sicher benutzen? Wenn jemand mitlesen könnte, drück Schließen und nimm ein anderes.
safety-program = Ich bin ein automatisches Programm und niemand liest das hier. Bitte sprich mit einem Menschen, am besten jetzt.

# Vor den Nummern steht immer das Land.
safety-emergency-any = Wenn du in diesem Land bist ({ $country }): Bei Gefahr wähle { $number }.
safety-emergency-both = Wenn du in diesem Land bist ({ $country }): Bei Gefahr wähle { $ambulance } für den Rettungsdienst oder { $police } für die Polizei.
safety-emergency-ambulance = Wenn du in diesem Land bist ({ $country }): Bei Gefahr wähle { $number } für den Rettungsdienst oder deine örtliche Notrufnummer.
safety-emergency-police = Wenn du in diesem Land bist ({ $country }): Bei Gefahr wähle { $number } für die Polizei oder deine örtliche Notrufnummer.
safety-emergency-none = Wenn du in diesem Land bist ({ $country }): Bei Gefahr wähle deine örtliche Notrufnummer.
safety-emergency-local = Bei Gefahr wähle deine örtliche Notrufnummer.
safety-line = { $name }: { $reach } ({ $hours })
safety-directory = Hilfe in den meisten Ländern, per Telefon, Nachricht oder Chat: { $address }

# Zwei Zeilen, wo nichts sicher ist oder die ganze Antwort erst vor weniger als einer Stunde kam.
safety-soft-self-1 = Das klingt schwer zu tragen. Ich bin ein Programm und niemand liest das, aber du musst damit nicht allein bleiben.
safety-soft-self-2 = Wenn es dir hilft: Hier sind Menschen, die zuhören, und ein paar kleine Wege durch diesen Moment.
safety-soft-other-1 = Man merkt, wie viel dir dieser Mensch bedeutet. Ich bin ein Programm und niemand liest das.
safety-soft-other-2 = Du musst das nicht allein tragen. Hier hört man zu, diesem Menschen und auch dir.
safety-soft-violence-1 = Was dir geschieht, zählt, und es ist nicht deine Schuld. Ich bin ein Programm und niemand liest das.
safety-soft-violence-2 = Wenn du dieses Gerät sicher benutzen kannst: Hier sind Menschen, die helfen können.

# Mehrmals niedrig. Ohne Alarm.
safety-offer-low-1 = Es war jetzt mehr als einmal schwer. Danke, dass du hier wieder hinschaust.
safety-offer-low-2 = Wenn du dabei Gesellschaft möchtest, sind hier ein paar Wege. Alle können warten.
safety-offer-away-1 = Immer wieder weggestoßen zu werden, kann jeden müde machen. Es ist nicht deine Schuld.
safety-offer-away-2 = Manchen tut es gut, in einer Beratung darüber zu sprechen. Nur ein Gedanke, für wann du magst.

safety-now-button = Wo es Hilfe gibt
safety-trust-button = Jemand, dem ich vertraue
safety-practice-button = Eine ruhige Übung
safety-notes-button = Meine Notizen für Sicherheit
safety-not-meant-button = So war das nicht gemeint
safety-close-button = Schließen
safety-closed = In Ordnung. Davon wird nichts behalten. Ich bin da, wann immer du magst.

# Um das herum, was gerade getan wurde.
safety-go-on = Was du angefangen hast, ist noch da: { $command }.
safety-late = Ich bin noch dabei, deine Worte zu behalten. Falls es nicht klappt, sind sie hier, damit keines verloren geht:
safety-words-back = Hier sind deine Worte, damit keines verloren geht:
safety-not-public = Das habe ich nicht in die Gruppe gebracht. Nur du siehst es. Du kannst es anders sagen. Hier sind deine Worte, damit keines verloren geht:

# Eine kleine Übung, für Sprachen, die noch keine anderen haben.
safety-practice-title = Eine ruhige Minute
safety-practice-1 = Stell beide Füße auf den Boden und spür, was dich trägt.
safety-practice-2 = Atme langsam aus, etwas länger als ein. Fünfmal.
safety-practice-3 = Schau dich um und nenne fünf Dinge, die du siehst.
safety-practice-avoid = Wenn das Atmen es schwerer macht, lass es weg und bleib bei dem, was du siehst.
