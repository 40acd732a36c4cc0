/** The If-Match of a thing as it was read: a change on top of somebody else's is refused. */
export const ifMatch = (thing: { version: number }) => ({ 'If-Match': `"v${thing.version}"` })
