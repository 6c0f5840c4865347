-- Argument: "true" or "false". Answers what it was before.
on run argv
	with timeout of 4 seconds
		set mutedBefore to output muted of (get volume settings)
		if item 1 of argv is "true" then
			set volume with output muted
		else
			set volume without output muted
		end if
		return mutedBefore as text
	end timeout
end run
