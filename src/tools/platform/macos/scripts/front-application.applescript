-- Name and bundle identifier of the application in front, separated by character 31.
on run argv
	with timeout of 4 seconds
		tell application "System Events"
			set frontProcess to first application process whose frontmost is true
			set bundleId to bundle identifier of frontProcess
			if bundleId is missing value then set bundleId to ""
			return (displayed name of frontProcess) & (character id 31) & bundleId
		end tell
	end timeout
end run
