-- Argument: a bundle identifier. The application may ask about unsaved work: then this waits, and ends with -128 or -1712.
on run argv
	set bundleId to item 1 of argv
	if application id bundleId is not running then return "not running"
	with timeout of 10 seconds
		tell application id bundleId to quit
	end timeout
	return "quit"
end run
