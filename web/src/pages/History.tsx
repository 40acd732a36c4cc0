import { PageHead } from '../parts/PageHead'
import { JobHistoryWidget } from '../widgets/JobHistoryWidget/JobHistoryWidget'

export default function History() {
  return (
    <>
      <PageHead title="Run history">Every run, why it went as it did, and the files it made.</PageHead>
      <JobHistoryWidget full />
    </>
  )
}
