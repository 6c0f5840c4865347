type Environment = Record<string, string | undefined>

/** An environment without the keys of SAM's own services, for programs that have no business with them. */
export function withoutKeys(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^ANTHROPIC_.*(?:KEY|TOKEN)$/.test(name)))
}
