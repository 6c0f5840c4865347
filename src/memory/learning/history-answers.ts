import { assistantSpeaker } from '../ports.ts'

/** Answers in what was imported of the user's history, with the user's word on them: the tables of a SELECT. */
export const historyAnswers = `FROM turns JOIN conversations ON conversations.id = turns.conversation_id
  LEFT JOIN imported_conversations AS imported ON imported.source = conversations.source AND imported.name = conversations.name
  LEFT JOIN history_verdicts AS verdicts ON verdicts.turn_id = turns.id
  WHERE conversations.source IN ('chatgpt', 'claude', 'claude-code') AND turns.speaker = '${assistantSpeaker}'`
