namespace Broadsheet.Server.Composition;

/// <summary>The deployment's settings cannot be taken; the message names the setting and the remedy. The server does not start.</summary>
internal sealed class SettingsException(string message) : Exception(message);
