/** What a conversation is for. */
export const categories = ['coding', 'roleplay', 'planning', 'coaching', 'general'] as const
export type Category = (typeof categories)[number]
