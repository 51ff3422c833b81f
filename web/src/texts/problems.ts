// A problem in words, with its field before it: what would be right, never whose fault.
import type { Problem, RecordType } from '../api/types'
import { sentenceOf, titleOf } from '../descriptors/descriptors'
import { knows, say } from './language'

export function problemText(problem: Problem): string {
  const key = `problem.${problem.code}`
  if (problem.code === 'check' || problem.code === 'guard') return sentenceOf(problem.args?.['message'], problem.args?.['message_en']) || say(key, problem.args ?? {})
  if (knows(key)) return say(key, problem.args ?? {}).replace(/\s+$/, '')
  return problem.message || say('problem.unknown', { code: problem.code })
}

// "values.school" -> school; "records[3].values.grade" -> grade; "values.items[2].values.price" -> items (line 2 of it).
export function fieldOfPath(path: string): string | null {
  return /(?:^|\.)values\.([^.[\]]+)/.exec(path)?.[1] ?? null
}

export function problemWithField(problem: Problem, type: RecordType): string {
  const id = fieldOfPath(problem.path)
  const field = type.fields.find((each) => each.id === id)
  const line = /\[(\d+)\]\.values\.([^.[\]]+)/.exec(problem.path)
  const text = problemText(problem)
  if (!field) return line ? say('form.lineProblem', { n: Number(line[1]) + 1, text }) : text
  const title = titleOf(field)
  return text.startsWith(title) ? text : `${title}${say('common.colon')}${text}`
}
