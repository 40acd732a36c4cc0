using BenchmarkDotNet.Running;
using Broadsheet.Benchmarks.Delivery;
using Broadsheet.Benchmarks.Reports;

if (args is ["reports", .. var rest]) await ReportFigures.RunAsync(rest);
else if (args is ["delivery"]) await DeliveryFigures.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
