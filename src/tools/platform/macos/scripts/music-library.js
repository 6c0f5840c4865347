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
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
