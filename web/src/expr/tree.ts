// A checked expression as the server hands it over (src/lang/expr/to_tree.cpp): what a node of the tree says.

export type Op =
  | 'literal' | 'name' | 'member' | 'index' | 'list' | 'not' | 'negate' | 'or' | 'and' | 'equal' | 'not_equal'
  | 'less' | 'less_equal' | 'greater' | 'greater_equal' | 'in' | 'add' | 'subtract' | 'multiply' | 'divide' | 'modulo'
  | 'condition' | 'call' | 'method' | 'macro' | 'element' | 'convert'

export type How = 'variable' | 'field' | 'system' | 'reached' | 'level' | 'back' | 'part' | 'scope'

export interface Tree {
  readonly op: Op
  readonly type: string // "int", "list(text)", "ref spring_bud.girl"
  readonly value?: string | number | boolean // literal; left out: null
  readonly how?: How // name, member
  readonly key?: string
  readonly record?: string // the record type that the field stands on; of a back name, the type of the rows
  readonly function?: string // call, method, macro
  readonly slot?: number // macro, element
  readonly args?: readonly Tree[]
}

export type Kind =
  | 'null' | 'flag' | 'int' | 'decimal' | 'money' | 'date' | 'time' | 'span' | 'text' | 'choice' | 'choices' | 'ref' | 'file'
  | 'tally' | 'consent' | 'list' | 'scope'

// "ref spring_bud.girl" is a ref, "list(int)" a list.
export function kindOf(type: string): Kind {
  const end = type.search(/[ (]/)
  return (end < 0 ? type : type.slice(0, end)) as Kind
}

export function argument(tree: Tree, place: number): Tree {
  const found = tree.args?.[place]
  if (!found) throw new Error(`the tree lacks argument ${place} of ${tree.op}`)
  return found
}
