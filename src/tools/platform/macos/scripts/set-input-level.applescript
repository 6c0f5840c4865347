-- Arguments: "level" or "delta", and a whole number. Answers the level before and after, or "fixed" for a microphone without one.
on run argv
	with timeout of 4 seconds
		set amount to (item 2 of argv) as integer
		set levelBefore to input volume of (get volume settings)
		if levelBefore is missing value then return "fixed"
		set levelAfter to amount
		if item 1 of argv is "delta" then set levelAfter to levelBefore + amount
		if levelAfter < 0 then set levelAfter to 0
		if levelAfter > 100 then set levelAfter to 100
		set volume input volume levelAfter
		return (levelBefore as text) & (character id 31) & (levelAfter as text)
	end timeout
end run
