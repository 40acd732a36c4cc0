using Broadsheet.Core;
using Broadsheet.Core.Ports;
using SessionOptions = Broadsheet.Core.Ports.SessionOptions;

namespace Broadsheet.Server.Reports.Rendering;

/// <summary>Opens a session on a source for one report; its adapter and settings stay with whoever gave this.</summary>
internal delegate Task<Result<IDataSession>> OpenSource(SessionOptions options, CancellationToken ct);
