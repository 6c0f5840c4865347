/** A story as an archive has it, before anybody has looked whether it may be learned from. */
export interface Story {
  title: string
  author: string | undefined
  /** Where it can be found, or how its place in the archive is called. */
  origin: string | undefined
  /** As the archive rates it; undefined where it has no ratings. */
  rating: string | undefined
  warnings: string[]
  tags: string[]
  /** Sections of a plain archive, from its folders. */
  sections: string[]
  /** Declared language. */
  language: string | undefined
  summary: string
  /** Words of the author around the story. */
  notes: string
  /** The story, paragraphs apart. */
  text: string
}
