-- Argument: play, pause, next, previous, shuffle-on, shuffle-off, repeat-one, repeat-all, repeat-off or now-playing. Answers "done", or state, title, artist, album separated by character 31.
on run argv
	set wanted to item 1 of argv
	set separator to character id 31
	with timeout of 5 seconds
		tell application id "com.apple.Music"
			if wanted is "play" then
				play
			else if wanted is "pause" then
				pause
			else if wanted is "next" then
				next track
			else if wanted is "previous" then
				previous track
			else if wanted is "shuffle-on" then
				set shuffle enabled to true
			else if wanted is "shuffle-off" then
				set shuffle enabled to false
			else if wanted is "repeat-one" then
				set song repeat to one
			else if wanted is "repeat-all" then
				set song repeat to all
			else if wanted is "repeat-off" then
				set song repeat to off
			else
				set playerNow to player state as text
				if playerNow is "stopped" then return playerNow
				try
					set nowTrack to current track
					return playerNow & separator & (name of nowTrack) & separator & (artist of nowTrack) & separator & (album of nowTrack)
				on error number -1728
					return playerNow
				end try
			end if
		end tell
	end timeout
	return "done"
end run
