-- Arguments: bundle identifiers. Answers those that run, separated by character 31. Starts nothing and sends no event.
on run argv
	set found to {}
	repeat with candidate in argv
		try
			if application id (contents of candidate) is running then set end of found to contents of candidate
		end try
	end repeat
	set AppleScript's text item delimiters to character id 31
	return found as text
end run
