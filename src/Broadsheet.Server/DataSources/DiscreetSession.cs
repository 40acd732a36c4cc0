using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Parameters;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Server.DataSources;

/// <summary>A session whose failures name no secret. The data are left as they are.</summary>
internal sealed class DiscreetSession(IDataSession inner, KnownSecrets secrets) : IDataSession
{
    public async Task<Result<IRows>> QueryAsync(Query query, IReadOnlyList<Bind> binds, CancellationToken ct)
    {
        var rows = await inner.QueryAsync(query, binds, ct);
        return rows.IsOk ? Result<IRows>.Ok(new DiscreetRows(rows.Value, secrets)) : secrets.Redact(rows.Problem);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class DiscreetRows(IRows inner, KnownSecrets secrets) : IRows
    {
        public IReadOnlyList<Column> Columns => inner.Columns;

        public ReadOnlySpan<Cell> Row => inner.Row;

        public async ValueTask<bool> NextAsync(CancellationToken ct)
        {
            try
            {
                return await inner.NextAsync(ct);
            }
            catch (ReportException failure)
            {
                throw new ReportException(secrets.Redact(failure.Problem), failure);
            }
        }

        public async ValueTask<bool> FillAsync(RowBatch batch, CancellationToken ct)
        {
            try
            {
                return await inner.FillAsync(batch, ct);
            }
            catch (ReportException failure)
            {
                throw new ReportException(secrets.Redact(failure.Problem), failure);
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
