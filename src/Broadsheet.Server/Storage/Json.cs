namespace Broadsheet.Server.Storage;

/// <summary>Marks a text parameter as a JSON document.</summary>
internal readonly record struct Json(string Text);
