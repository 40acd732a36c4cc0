using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;

namespace Broadsheet.Server.People;

/// <summary>
/// The first workspace and its operator. <paramref name="IsNew"/>: they were made just now. <paramref name="SignInToken"/>: to be
/// printed as a link (<see cref="SignInLinks.Path"/>), because nobody can sign in otherwise.
/// </summary>
internal sealed record FirstStart(WorkspaceId Workspace, PersonId Operator, bool IsNew, string? SignInToken);
