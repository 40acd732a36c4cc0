namespace Broadsheet.Server.Http;

/// <summary>A request that cannot even be read; becomes a problem document.</summary>
internal sealed class RequestProblemException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;
}
