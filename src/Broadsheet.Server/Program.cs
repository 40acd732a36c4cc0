using Broadsheet.Server.CommandLine;
using Broadsheet.Server.Composition;

if (Commands.AskedBy(args)) return await Commands.RunAsync(args, Console.Out, Console.Error);

try
{
    var builder = Web.NewBuilder(args);
    builder.AddBroadsheet();
    await using var app = builder.Build();
    var model = app.WarmModelAsync();
    app.UseBroadsheet();
    await app.PrepareStoreAsync(model);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (Startup.Explain(e) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}
