import { SamError } from '../../core/errors.ts'
import { spokenExpression } from './spoken-expression.ts'

/** The part of a parsed expression that is looked at. */
interface ExpressionNode {
  type: string
  fn?: unknown
  name?: string
  value?: unknown
}

const functions = new Set(
  'sqrt cbrt nthRoot abs round floor ceil exp log log10 log2 sin cos tan asin acos atan factorial mod min max pow gcd lcm sign hypot'.split(
    ' ',
  ),
)
const operators = new Set('add subtract multiply divide pow mod unaryMinus unaryPlus factorial'.split(' '))
const names = new Set(['pi', 'e', 'tau', 'deg', 'rad'])

/**
 * Whether a node belongs to plain arithmetic. Only these are ever evaluated: no assignment, no definition, no text, no list
 * and no function that reaches beyond numbers, so an expression of bounded length is worked out in bounded time.
 */
function isArithmetic(node: ExpressionNode): boolean {
  switch (node.type) {
    case 'ConstantNode':
      return typeof node.value === 'number'
    case 'ParenthesisNode':
      return true
    case 'OperatorNode':
      return typeof node.fn === 'string' && operators.has(node.fn)
    case 'FunctionNode':
      return functions.has((node.fn as ExpressionNode).name ?? '')
    case 'SymbolNode':
      return names.has(node.name ?? '') || functions.has(node.name ?? '')
    default:
      return false
  }
}

/** Works out a spoken or written expression. Errors: `expression-unclear`, `no-number`, `too-large`. */
export async function evaluate(said: string): Promise<number> {
  // Loading the library takes longer than everything else here: only those who reckon pay for it.
  const { parse } = await import('mathjs')
  const value = workOut(said, parse)
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new SamError('no-number', 'That has no answer among the real numbers.')
  }
  if (!Number.isFinite(value)) {
    const divided = /\/ ?0(?![.\d])|by (?:0|zero)\b/.test(said)
    throw divided
      ? new SamError('no-number', 'Nothing can be divided by zero.')
      : new SamError('too-large', 'That number is too large for me.')
  }
  return value
}

function workOut(said: string, parse: typeof import('mathjs').parse): unknown {
  try {
    const expression = parse(spokenExpression(said))
    let allowed = true
    expression.traverse((node) => {
      allowed &&= isArithmetic(node as ExpressionNode)
    })
    if (!allowed) throw new Error('not plain arithmetic')
    return expression.compile().evaluate(new Map())
  } catch (cause) {
    throw new SamError('expression-unclear', `I cannot work out ${said}.`, { cause })
  }
}
