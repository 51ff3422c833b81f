// What a line of the inbox says. The engine's own lines come as a name ("@glass"); all others are a pack's, in its English where it has any.
import type { InboxItem } from '../api/types'
import { sentenceOf } from '../descriptors/descriptors'
import { say } from './language'

export const toldText = (item: InboxItem): string => (item.text.startsWith('@') ? say(`inbox.${item.text.slice(1)}`) : sentenceOf(item.text, item.text_en))
