using BenchmarkDotNet.Running;
using Broadsheet.Benchmarks.Delivery;
using Broadsheet.Benchmarks.Engine;
using Broadsheet.Benchmarks.Recurrence;
using Broadsheet.Benchmarks.Reports;

if (args is ["peers", .. var kind]) await PeerTable.RunAsync(kind is ["full"]);
else if (args is ["reports", .. var rest]) await ReportFigures.RunAsync(rest);
else if (args is ["delivery"]) await DeliveryFigures.RunAsync();
else if (args is ["engine", .. var sizes]) await EngineFigures.RunAsync(sizes);
else if (args is ["engine-node", var node]) await EngineNode.RunAsync(node);
else if (args is ["engine-quartz-seed", var seed]) await QuartzNode.RunAsync(seed, seed: true);
else if (args is ["engine-quartz", var quartz]) await QuartzNode.RunAsync(quartz, seed: false);
else if (args is ["slowest-next", .. var search]) SlowestNextSearch.Run(search);
else BenchmarkSwitcher.FromAssembly(typeof(EngineFigures).Assembly).Run(args);
