using Broadsheet.Core;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Connections;

/// <summary>Saves a connection. Whoever becomes the default of a type takes that from the one before, in the same transaction.</summary>
internal sealed class ConnectionStore(AppDb db)
{
    /// <summary>Null when it is saved, with all else that the context holds.</summary>
    public async Task<Problem?> SaveAsync(ConnectionRow row, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            if (row.IsDefault) await TakeFromOthersAsync(row, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Problem.Stale("connection");
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            await transaction.RollbackAsync(ct);
            return await db.Connections.AnyAsync(c => c.WorkspaceId == row.WorkspaceId && c.Name == row.Name && c.Id != row.Id, ct)
                ? new Problem.Invalid("name", "taken", "There is a connection of this name already.")
                : new Problem.Conflict("changed", "Somebody else has just made another connection the default; try again.");
        }
    }

    private Task<int> TakeFromOthersAsync(ConnectionRow row, CancellationToken ct) =>
        db.Connections.Where(c => c.WorkspaceId == row.WorkspaceId && c.Type == row.Type && c.Id != row.Id && c.IsDefault)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.IsDefault, false).SetProperty(c => c.Version, c => c.Version + 1), ct);
}
