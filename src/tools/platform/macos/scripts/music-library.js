// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON.
const music = Application('com.apple.Music')

const tracks = (query, limit) => {
  const found = music.search(music.libraryPlaylists[0], { for: query })
  return found.slice(0, limit)
}
const facts = (track) => ({ title: track.name(), artist: track.artist() || '', album: track.album() || '' })

const methods = {
  search: ({ query, limit }) => tracks(query, limit).map(facts),

  // A playlist of that very name is meant before a song that only holds the words.
  play({ query }) {
    const lists = music.userPlaylists.whose({ name: query })
    if (lists.length > 0) {
      const name = lists[0].name()
      lists[0].play()
      return { title: name, artist: '', album: '' }
    }
    const [first] = tracks(query, 1)
    if (first === undefined) return null
    const found = facts(first)
    first.play()
    return found
  },

  // null: nothing plays. The property has had two names: loved until macOS 13.
  favorite({ enabled, id }) {
    const track = id === undefined ? playing() : music.libraryPlaylists[0].tracks.whose({ persistentID: id })[0]
    if (track === null) return null
    const answer = { id: track.persistentID(), title: track.name() }
    try {
      const before = track.favorited()
      track.favorited = enabled
      return { before, ...answer }
    } catch {
      const before = track.loved()
      track.loved = enabled
      return { before, ...answer }
    }
  },

  playlists: () => music.userPlaylists.whose({ smart: false }).name(),

  addToPlaylist({ playlist }) {
    const track = playing()
    if (track === null) return null
    const answer = { id: track.persistentID(), title: track.name() }
    music.duplicate(track, { to: music.userPlaylists.byName(playlist) })
    return answer
  },

  takeFromPlaylist({ playlist, id }) {
    const found = music.userPlaylists.byName(playlist).tracks.whose({ persistentID: id })
    music.delete(found[found.length - 1])
    return null
  },
}

// Asking an application that does not run would start it.
const playing = () => (music.running() && music.playerState() !== 'stopped' ? music.currentTrack : null)

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
