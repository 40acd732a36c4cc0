using Broadsheet.Core.Reports;
using NodaTime;

namespace Broadsheet.Core.Ports;

/// <summary>What a report asks of its session. <paramref name="Zone"/> is the session's time zone where the database has one.</summary>
public sealed record SessionOptions(RenderLimits Limits, DateTimeZone Zone);
