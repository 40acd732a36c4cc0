import type { Difference } from './draft'
import classes from './form.module.css'

/** What saving will change, before it does. */
export function Changes({ of }: { of: Difference[] }) {
  return (
    <section className={classes.changes} aria-label="What changes" aria-live="polite">
      <h3>{of.length === 0 ? 'Nothing changed yet' : 'What changes'}</h3>
      {of.length > 0 && (
        <dl>
          {of.map((difference) => (
            <div key={difference.what}>
              <dt>{difference.what}</dt>
              <dd>
                <del>{difference.before}</del> → <ins>{difference.after}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
