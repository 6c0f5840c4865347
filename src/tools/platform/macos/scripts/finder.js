// JavaScript for Automation. Arguments: a method and its input as JSON. Answers JSON. Places come back as file addresses.
const finder = Application('com.apple.finder')

const methods = {
  selection: () => finder.selection().map((item) => item.url()),
  // Finder remembers where it came from, so that the user may put it back by hand too.
  trash: ({ path }) => finder.delete(Path(path)).url(),
  restore({ trashed, folder, name }) {
    const item = finder.move(Path(trashed), { to: Path(folder), replacing: false })
    if (item.name() !== name) item.name = name
    return null
  },
  ejectable: () => finder.disks.whose({ ejectable: true }).name(),
  eject({ name }) {
    finder.eject(finder.disks.byName(name))
    return null
  },
  count: () => finder.trash.items.length,
  empty() {
    // SAM has asked already: Finder's own question would wait behind other windows.
    const asks = finder.trash.warnsBeforeEmptying()
    finder.trash.warnsBeforeEmptying = false
    try {
      finder.empty(finder.trash)
    } finally {
      finder.trash.warnsBeforeEmptying = asks
    }
    return null
  },
}

// biome-ignore lint/correctness/noUnusedVariables: osascript calls it.
function run([method, input]) {
  return JSON.stringify(methods[method](JSON.parse(input)))
}
