# Help now. No number stands here: numbers come from helplines.csv and emergency.csv alone.
help-now-summary = Where help is, right now
help-now-country-summary = The country you are in
help-now-title = Where help is
help-now-country-placeholder = Choose another country
help-now-own-country-placeholder = Choose your country
help-now-directory-button = Find a line near you
help-now-practice-button = A quiet practice

help-now-heavy = It is good that you are looking for help. You do not have to carry it alone.
help-now-country = If you are in { $country }:
help-now-local = If danger is near, call your local emergency number.
help-now-emergency-any = If danger is near, call { $number }.
help-now-emergency-ambulance = If someone is hurt, call { $number } for an ambulance.
help-now-emergency-police = If someone may harm you, call { $number } for the police.
help-now-line-suicide = To talk to someone now: { $name }, { $reach } ({ $hours }).
help-now-line-violence = If someone hurts or controls you: { $name }, { $reach } ({ $hours }).
help-now-line-child = For young people: { $name }, { $reach } ({ $hours }).
help-now-line-general = For any trouble: { $name }, { $reach } ({ $hours }).
help-now-directory = Lines in most countries, by phone, text or chat: { $address }.
help-now-program = I am a program and no one is reading this, so please reach a person there. For another country: { $command } and its name.
