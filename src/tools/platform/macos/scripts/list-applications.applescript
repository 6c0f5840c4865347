-- Names of the applications a person would call running, separated by character 31.
on run argv
	with timeout of 4 seconds
		tell application "System Events"
			set processNames to displayed name of every application process whose background only is false
		end tell
	end timeout
	set AppleScript's text item delimiters to character id 31
	return processNames as text
end run
