using Broadsheet.Server.CommandLine;
using Broadsheet.Server.Composition;

if (args is ["render", ..]) return await RenderCommand.RunAsync(args, Console.Out, Console.Error);
if (args is ["store", ..]) return await StoreCommand.RunAsync(args, Console.Out, Console.Error);
if (args is ["rotate-secrets", ..]) return await RotateCommand.RunAsync(args, Console.Out, Console.Error);

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddBroadsheet();
    await using var app = builder.Build();
    app.UseBroadsheet();
    await app.PrepareStoreAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (Startup.Explain(e) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}
