using System.Security.Cryptography;

namespace Broadsheet.Server.People;

/// <summary>A person's security stamp: part of every session of theirs.</summary>
internal static class Stamp
{
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
