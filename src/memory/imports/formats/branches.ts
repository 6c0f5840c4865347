/** A message in a conversation that may have been edited or answered anew: then it has branches. */
export interface Node {
  parent: string | undefined
  atMs: number | undefined
}

/**
 * Ids from the first message to the last, of the branch that ends with `current`; where that is missing, of the one that ends with
 * the newest message nobody answered. Circles and parents that are not there end the way.
 *
 * @param childrenOf what a node says of its children: used where a parent is not there
 */
export function activeBranch(
  nodes: ReadonlyMap<string, Node>,
  current: string | undefined,
  childrenOf: (id: string) => readonly unknown[] = () => [],
): string[] {
  const path: string[] = []
  const seen = new Set<string>()
  let parents: Map<string, string> | undefined
  let id = current !== undefined && nodes.has(current) ? current : newestLeaf(nodes)
  while (id !== undefined && !seen.has(id)) {
    seen.add(id)
    path.push(id)
    const parent: string | undefined = nodes.get(id)?.parent
    if (parent === undefined || nodes.has(parent)) id = parent
    else {
      parents ??= parentsByChildren(nodes, childrenOf)
      id = parents.get(id)
    }
  }
  return path.reverse()
}

function newestLeaf(nodes: ReadonlyMap<string, Node>): string | undefined {
  const answered = new Set([...nodes.values()].map(({ parent }) => parent))
  return newest(nodes, (id) => !answered.has(id)) ?? newest(nodes, () => true)
}

/** Of two at one time, or without a time, the one that stands later in the export. */
function newest(nodes: ReadonlyMap<string, Node>, counts: (id: string) => boolean): string | undefined {
  let best: string | undefined
  let bestMs = Number.NEGATIVE_INFINITY
  for (const [id, { atMs = Number.NEGATIVE_INFINITY }] of nodes) {
    if (!counts(id) || atMs < bestMs) continue
    best = id
    bestMs = atMs
  }
  return best
}

function parentsByChildren(
  nodes: ReadonlyMap<string, Node>,
  childrenOf: (id: string) => readonly unknown[],
): Map<string, string> {
  const parents = new Map<string, string>()
  for (const id of nodes.keys())
    for (const child of childrenOf(id)) if (typeof child === 'string') parents.set(child, id)
  return parents
}
