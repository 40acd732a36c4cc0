/** Lines, commas or spaces between them: whatever somebody pastes. */
export const domainsOf = (text: string) => [...new Set(text.split(/[\s,;]+/).map((domain) => domain.replace(/^@/, '').toLowerCase()).filter(Boolean))]
