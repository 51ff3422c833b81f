// The browser's reading of an expression: the checked tree worked out on a world, with the very results of the server
// (src/lang/expr/evaluate.cpp). Empty is null; && || ! have SQL's three values.
import { calculate, callFunction, negate, withSpan } from './calculate'
import { argument, kindOf, type Kind, type Tree } from './tree'
import { compare, fitting, isTally, items, numberOf, same, surenessOf, type Value } from './value'

// What an expression reads.
export interface World {
  variable(node: Tree): Value
  // A field, system name, reached.STAGE, level or part; `of` is undefined for the record's own.
  member(of: Value | undefined, ofType: string, node: Tree): Value
  back(of: Value | undefined, ofType: string, node: Tree): readonly Value[]
  today(): bigint
  workingDays(from: bigint, to: bigint): bigint
  addWorkingDays(day: bigint, count: bigint): bigint
}

// The expression uses what only the server knows: figures, rows, orgs.
export class AsksServer extends Error {}

const SERVER_FUNCTIONS = new Set(['orgs', 'partner', 'rows', 'figure', 'sample', 'numbers', 'target', 'prior'])
const WORKING_DAYS_MOST = 4_000_000n // more than all days there are

export function evaluate(tree: Tree, world: World): Value {
  return new Evaluator(world).value(tree)
}

class Evaluator {
  private readonly elements: Value[] = []
  private readonly world: World

  constructor(world: World) {
    this.world = world
  }

  value(tree: Tree): Value {
    switch (tree.op) {
      case 'literal': return literal(tree)
      case 'element': return this.elements[tree.slot ?? 0] ?? null
      case 'name': return this.name(tree)
      case 'member': return this.member(tree)
      case 'index': throw new AsksServer('figures are worked out by the server')
      case 'list': return this.list(tree)
      case 'not': return inverted(this.at(tree, 0))
      case 'and': return this.logic(tree, false)
      case 'or': return this.logic(tree, true)
      case 'equal': return same(this.at(tree, 0), this.at(tree, 1))
      case 'not_equal': return !same(this.at(tree, 0), this.at(tree, 1))
      case 'less': case 'less_equal': case 'greater': case 'greater_equal': return this.order(tree)
      case 'in': return this.membership(tree)
      case 'negate': return this.negated(tree)
      case 'condition': return this.at(tree, this.at(tree, 0) === true ? 1 : 2)
      case 'call': return this.call(tree)
      case 'method': return this.method(tree)
      case 'macro': return this.macro(tree)
      case 'convert': return converted(this.at(tree, 0), kindOf(tree.type))
      default: return this.arithmetic(tree)
    }
  }

  private at(tree: Tree, place: number): Value {
    return this.value(argument(tree, place))
  }

  // ---- paths

  private name(tree: Tree): Value {
    if (tree.how === 'variable') return this.world.variable(tree)
    if (tree.how === 'back') return this.world.back(undefined, '', tree)
    return this.world.member(undefined, '', tree)
  }

  private member(tree: Tree): Value {
    const isBack = tree.how === 'back'
    const base = beforeScopes(argument(tree, 0))
    if (!base) {
      const scope = argument(tree, 0).type
      return isBack ? this.world.back(undefined, scope, tree) : this.world.member(undefined, scope, tree)
    }
    const of = this.value(base)
    if (of === null && kindOf(base.type) !== 'consent') return isBack ? [] : null
    return isBack ? this.world.back(of, base.type, tree) : this.world.member(of, base.type, tree)
  }

  // ---- logic

  // `deciding` settles && (false) or || (true) whatever stands on the other side.
  private logic(tree: Tree, deciding: boolean): Value {
    const left = this.at(tree, 0)
    if (left === deciding) return left
    const right = this.at(tree, 1)
    if (right === deciding) return right
    return left === null || right === null ? null : !deciding
  }

  private order(tree: Tree): Value {
    const left = this.at(tree, 0)
    const right = this.at(tree, 1)
    if (left === null || right === null) return null
    const order = compare(left, right)
    if (tree.op === 'less') return order < 0
    if (tree.op === 'less_equal') return order <= 0
    return tree.op === 'greater' ? order > 0 : order >= 0
  }

  // A null on either side, or as an element, is in nothing.
  private membership(tree: Tree): Value {
    const left = this.at(tree, 0)
    return left !== null && items(this.at(tree, 1)).some((item) => same(left, item))
  }

  // ---- numbers, days, texts

  private negated(tree: Tree): Value {
    const inner = this.at(tree, 0)
    return inner === null ? null : negate(inner)
  }

  private arithmetic(tree: Tree): Value {
    const left = this.at(tree, 0)
    const right = this.at(tree, 1)
    if (left === null || right === null) return null
    const kind = kindOf(tree.type)
    if (kind === 'text') return String(left) + String(right)
    if (kind === 'date' || kind === 'time') return withSpan(left, right, tree.op, kind)
    return calculate(tree.op, kind, left, right, isDecimal(tree, 0) || isDecimal(tree, 1))
  }

  private call(tree: Tree): Value {
    const name = tree.function ?? ''
    if (name === 'today') return this.world.today()
    if (SERVER_FUNCTIONS.has(name)) throw new AsksServer(`${name}() is worked out by the server`)
    const args = (tree.args ?? []).map((arg) => this.value(arg))
    if (args.includes(null)) return null
    if (name === 'working_days') return this.world.workingDays(numberOf(args[0] ?? null), numberOf(args[1] ?? null))
    if (name === 'add_working_days') return this.addWorkingDays(numberOf(args[0] ?? null), numberOf(args[1] ?? null))
    return callFunction(name, kindOf(tree.type), args, isDecimal(tree, 0))
  }

  private addWorkingDays(day: bigint, count: bigint): Value {
    if (count < -WORKING_DAYS_MOST || count > WORKING_DAYS_MOST) return null
    return withSpan(this.world.addWorkingDays(day, count), { days: 0n, months: 0n }, 'add', 'date')
  }

  private method(tree: Tree): Value {
    const receiver = this.at(tree, 0)
    if (tree.function === 'size') {
      const kind = kindOf(argument(tree, 0).type)
      if (kind !== 'text' && kind !== 'null') return BigInt(items(receiver).length)
      return receiver === null ? null : BigInt([...String(receiver)].length)
    }
    const part = this.at(tree, 1)
    if (typeof receiver !== 'string' || typeof part !== 'string') return null
    if (tree.function === 'contains') return receiver.includes(part)
    return tree.function === 'startsWith' ? receiver.startsWith(part) : receiver.endsWith(part)
  }

  // ---- lists; an empty (null) list is one without elements

  private list(tree: Tree): Value {
    const values = (tree.args ?? []).map((arg) => this.value(arg))
    return values.length === 0 && kindOf(tree.type) === 'choices' ? null : values
  }

  private macro(tree: Tree): Value {
    const list = items(this.at(tree, 0))
    const holds = (item: Value) => this.body(tree, item) === true
    switch (tree.function) {
      case 'exists': return this.folded(tree, list, true)
      case 'all': return this.folded(tree, list, false)
      case 'exists_one': return list.filter(holds).length === 1
      case 'count': return BigInt(list.filter(holds).length)
      case 'filter': return list.filter(holds)
      case 'map': return list.map((item) => this.body(tree, item))
      case 'sum': return summed(list.map((item) => this.body(tree, item)), kindOf(tree.type))
      default: return extreme(list.map((item) => this.body(tree, item)), tree.function === 'min')
    }
  }

  private body(tree: Tree, item: Value): Value {
    this.elements[tree.slot ?? 0] = item
    return this.at(tree, 1)
  }

  // exists is ||, all is && over the elements.
  private folded(tree: Tree, list: readonly Value[], deciding: boolean): Value {
    let unknown = false
    for (const item of list) {
      const result = this.body(tree, item)
      if (result === deciding) return result
      unknown ||= result === null
    }
    return unknown ? null : !deciding
  }
}

function literal(tree: Tree): Value {
  if (tree.value === undefined) return null
  const kind = kindOf(tree.type)
  if (kind === 'text' || kind === 'choice' || kind === 'flag') return tree.value as string | boolean
  const number = BigInt(tree.value)
  return kind === 'tally' ? { number, sureness: 0 } : number
}

function inverted(value: Value): Value {
  return value === null ? null : value !== true
}

function isDecimal(tree: Tree, place: number): boolean {
  const arg = tree.args?.[place]
  return arg !== undefined && kindOf(arg.type) === 'decimal'
}

// me, period, reached: nothing by themselves. What stands before them, if anything does.
function beforeScopes(tree: Tree): Tree | undefined {
  let base: Tree | undefined = tree
  while (base && base.how === 'scope') base = base.args?.[0]
  return base
}

function converted(value: Value, kind: Kind): Value {
  if (value === null) return null
  if (kind === 'decimal') return fitting(numberOf(value) * 10_000n)
  if (kind === 'int') return numberOf(value)
  if (kind === 'tally') return isTally(value) ? value : { number: numberOf(value), sureness: 0 }
  return kind === 'choices' && items(value).length === 0 ? null : value
}

// Empty values are left out; the whole sum is exact, so its order does not matter.
function summed(values: readonly Value[], kind: Kind): Value {
  let total = 0n
  let sureness = 0
  for (const value of values) {
    if (value === null) continue
    total += numberOf(value)
    sureness = Math.max(sureness, surenessOf(value))
  }
  const number = fitting(total)
  return number === null || kind !== 'tally' ? number : { number, sureness }
}

function extreme(values: readonly Value[], least: boolean): Value {
  let best: Value = null
  let sureness = 0
  for (const value of values) {
    if (value === null) continue
    sureness = Math.max(sureness, surenessOf(value))
    if (best === null || (least ? compare(value, best) < 0 : compare(value, best) > 0)) best = value
  }
  return isTally(best) ? { number: best.number, sureness } : best
}
