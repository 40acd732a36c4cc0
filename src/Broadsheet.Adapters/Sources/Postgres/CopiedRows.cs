using System.Buffers.Binary;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;
using Npgsql;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// Rows as the server copies them out. Cancelling the token cancels the query in its backend. Source: "Binary Format" of COPY in PostgreSQL's
/// manual. A row is taken where it lies; one that has not come whole is looked at again when it has.
/// </summary>
internal sealed class CopiedRows : IRows
{
    private const int Usual = 1 << 15;
    private const int SignatureLength = 11;
    private const int HeaderLength = SignatureLength + (2 * sizeof(int));

    private readonly NpgsqlRawCopyStream stream;
    private readonly PostgresFailures failures;
    private readonly QueryClock clock;
    private readonly PostgresField[] fields;
    private readonly Cell[] row;
    private byte[] held = new byte[Usual];
    private int start;
    private int end;

    /// <summary>Bytes that have to be there before it is worth looking again.</summary>
    private int needed = HeaderLength;
    private bool begun;
    private bool ended;

    /// <summary><paramref name="stream"/> and <paramref name="clock"/> are owned from here on.</summary>
    public CopiedRows(NpgsqlRawCopyStream stream, IReadOnlyList<Column> columns, PostgresField[] fields, PostgresFailures failures, QueryClock clock)
    {
        (this.stream, this.fields, this.failures, this.clock) = (stream, fields, failures, clock);
        Columns = columns;
        row = new Cell[fields.Length];
    }

    public IReadOnlyList<Column> Columns { get; }

    public ReadOnlySpan<Cell> Row => row;

    /// <summary>Waits for the first row or the end, as the driver's reader does: what fails before is a failure to open.</summary>
    public async Task StartAsync()
    {
        while (!begun) await MoreAsync();
        await MoreAsync();
    }

    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        try
        {
            while (!ended && Take(row) < 0) await MoreAsync();
            return !ended;
        }
        catch (Exception failure) when (PostgresFailures.Explains(failure, clock))
        {
            throw new ReportException(failures.Problem(failure), failure);
        }
    }

    public async ValueTask<bool> FillAsync(RowBatch batch, CancellationToken ct)
    {
        try
        {
            while (!ended && !batch.IsFull)
            {
                if (Take(batch.Next) is >= 0 and var characters) batch.Add(characters);
                else await MoreAsync();
            }

            return !ended;
        }
        catch (Exception failure) when (PostgresFailures.Explains(failure, clock))
        {
            throw new ReportException(failures.Problem(failure), failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (Exception over) when (over is NpgsqlException or IOException or OperationCanceledException)
        {
            // What was left unread was stopped by the query's time or with its connection; nobody waits for it.
        }

        clock.Dispose();
    }

    /// <summary>The row that is held, into its place: the characters of its texts; −1 when it is not there whole.</summary>
    private long Take(Span<Cell> into)
    {
        if (end - start < needed) return -1;
        var bytes = held.AsSpan(start, end - start);
        if (!begun || BinaryPrimitives.ReadInt16BigEndian(bytes) != fields.Length) return -1;
        long characters = 0;
        var at = sizeof(short);
        for (var i = 0; i < fields.Length; i++)
        {
            if (bytes.Length - at < sizeof(int)) return Lacks(at + sizeof(int));
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            at += sizeof(int);
            if (length < 0)
            {
                into[i] = Cell.Null;
                continue;
            }

            if (bytes.Length - at < length) return Lacks(checked(at + length));
            characters += fields[i].Read(bytes.Slice(at, length), ref into[i]);
            at += length;
        }

        start += at;
        needed = sizeof(short);
        return characters;
    }

    private long Lacks(int bytes)
    {
        needed = bytes;
        return -1;
    }

    /// <summary>Reads until what is needed is there, and what comes before the rows and after them.</summary>
    private async ValueTask MoreAsync()
    {
        while (end - start < needed)
        {
            Room();
            var read = await stream.ReadAsync(held.AsMemory(end), clock.Token);
            if (read == 0) throw new IOException("The rows broke off.");
            end += read;
        }

        if (!begun) Begin();
        else if (BinaryPrimitives.ReadInt16BigEndian(held.AsSpan(start)) is var count && count != fields.Length) await EndAsync(count);
    }

    /// <summary>Makes room for what is needed; that of a large row is given back after it.</summary>
    private void Room()
    {
        if (start == end)
        {
            (start, end) = (0, 0);
            if (held.Length > Usual && needed <= Usual) held = new byte[Usual];
        }

        if (held.Length - start >= needed && held.Length > end) return;
        var to = held.Length >= needed ? held : new byte[needed];
        held.AsSpan(start, end - start).CopyTo(to);
        (held, start, end) = (to, 0, end - start);
    }

    private void Begin()
    {
        var extension = BinaryPrimitives.ReadInt32BigEndian(held.AsSpan(start + HeaderLength - sizeof(int)));
        if (end - start < HeaderLength + extension)
        {
            needed = HeaderLength + extension;
            return;
        }

        start += HeaderLength + extension;
        (begun, needed) = (true, sizeof(short));
    }

    private async ValueTask EndAsync(int count)
    {
        if (count >= 0) throw new IOException($"A row has {count} values where the query has {fields.Length} columns.");
        start = end;
        while (await stream.ReadAsync(held, clock.Token) > 0) { }
        ended = true;
    }
}
