# When questions come, and when they rest.
rhythm-summary = Your hour, days, time zone and themes
rhythm-title = Your rhythm
rhythm-form-title = Your rhythm
rhythm-hour-label = At what time of day
rhythm-days-label = On which days
rhythm-zone-label = Your city or time zone
rhythm-discreet-label = How the message looks from outside
rhythm-themes-label = Themes you welcome
rhythm-themes-hint = Leave a theme out to set it aside. Tick it again to bring it back.
rhythm-save-button = Keep
rhythm-again-button = Open the form again

rhythm-next = All right. Your next question comes { $moment }.
rhythm-resting = No question is on its way to you now. { $start } begins again.
rhythm-none = There is no daily question set up for you yet. { $start } begins.
rhythm-unclear = I could not take this over yet, and nothing was changed.
rhythm-hour-unclear = I did not understand this time. Something like 18:30 works.
rhythm-zone-unclear = I do not know this place. A large city near you works.
rhythm-days-none = Pick one day or more. To have none, pause or stop.
rhythm-themes-none = Keep one theme or more. To have none, pause or stop.

pause-summary = Rest from questions until a date
pause-until-summary = The day questions may come again, such as 2027-01-15
pause-placeholder = How long
pause-ask = How long would you like to rest? What is waiting will not come.
pause-days-option = Three days
pause-week-option = A week
pause-fortnight-option = Two weeks
pause-month-option = A month
pause-end-option = No rest: begin again
pause-unclear = I did not understand this date. Something like 2027-01-15 works. Nothing was changed.
pause-range = That date does not work: it has to lie ahead, up to { $latest }. Nothing was changed.
