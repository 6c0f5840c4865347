/**
 * One application of the catalogue: canonical name (as people say it, so without the maker where nobody says the maker),
 * macOS bundle identifier (empty where it is not known for certain: then Spotlight tells it), and what else it is called,
 * its full name on macOS included.
 */
export type CatalogueEntry = readonly [name: string, bundleId: string, ...aliases: string[]]
