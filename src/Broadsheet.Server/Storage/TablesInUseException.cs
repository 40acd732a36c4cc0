namespace Broadsheet.Server.Storage;

/// <summary>The schema cannot be brought up to date, as transactions of others do not end.</summary>
internal sealed class TablesInUseException(string holder, Exception inner) : Exception(
    $"The store's schema cannot be brought up to date: its tables are in use by a transaction that does not end. The oldest is {holder}. Let it end or end it (pg_terminate_backend), and start again. Nothing has been changed.", inner);
