namespace Broadsheet.Server.Http;

/// <summary>A member of an answer that changes without anybody changing the resource, such as when it ran last. Sent back it is not compared.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChangesByItselfAttribute : Attribute;
