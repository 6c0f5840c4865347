-- Argument: play, pause, next, previous, shuffle-on, shuffle-off, repeat-one, repeat-all, repeat-off or now-playing.
-- Spotify's own script repeats everything or nothing. Answers "done", or state, title, artist, album separated by character 31.
on run argv
	set wanted to item 1 of argv
	set separator to character id 31
	with timeout of 5 seconds
		tell application id "com.spotify.client"
			if wanted is "play" then
				play
			else if wanted is "pause" then
				pause
			else if wanted is "next" then
				next track
			else if wanted is "previous" then
				previous track
			else if wanted is "shuffle-on" then
				set shuffling to true
			else if wanted is "shuffle-off" then
				set shuffling to false
			else if wanted is "repeat-one" or wanted is "repeat-all" then
				set repeating to true
			else if wanted is "repeat-off" then
				set repeating to false
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
