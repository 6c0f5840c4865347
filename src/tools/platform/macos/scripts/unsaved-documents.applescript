-- Argument: a bundle identifier. Answers the number of changed documents. TextEdit lends the standard terms.
on run argv
	set bundleId to item 1 of argv
	if application id bundleId is not running then return "0"
	with timeout of 3 seconds
		using terms from application "TextEdit"
			tell application id bundleId
				return (count of (documents whose modified is true)) as text
			end tell
		end using terms from
	end timeout
end run
