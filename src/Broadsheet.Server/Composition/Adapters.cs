using Broadsheet.Adapters.Channels.Email;
using Broadsheet.Adapters.Channels.Folder;
using Broadsheet.Adapters.Channels.S3;
using Broadsheet.Adapters.Channels.Slack;
using Broadsheet.Adapters.Channels.Sms;
using Broadsheet.Adapters.Channels.Webhook;
using Broadsheet.Adapters.Documents;
using Broadsheet.Adapters.Formats.Csv;
using Broadsheet.Adapters.Formats.Html;
using Broadsheet.Adapters.Formats.Json;
using Broadsheet.Adapters.Formats.Pdf;
using Broadsheet.Adapters.Formats.Xlsx;
using Broadsheet.Adapters.Net;
using Broadsheet.Adapters.Sources.Postgres;
using Broadsheet.Adapters.Sources.Sqlite;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Deliveries;

namespace Broadsheet.Server.Composition;

/// <summary>THE list: every format, channel and source there is, one line each.</summary>
internal static class Adapters
{
    /// <summary>All of them, for a server.</summary>
    public static void AddAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRenderAdapters(configuration);
        services.AddSingleton(p => new OutboundHttp(p.GetRequiredService<OutboundGuard>()));

        services.AddSingleton<IDeliveryChannel, InboxChannel>();
        services.AddSingleton<IDeliveryChannel>(p => new EmailChannel(p.GetRequiredService<OutboundGuard>(), p.GetRequiredService<OutboundHttp>(), Mail(configuration), p.GetRequiredService<DataFolder>().Outbox, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDeliveryChannel>(p => new FolderChannel([new FolderRoot("reports", p.GetRequiredService<DataFolder>().Folders)]));
        services.AddSingleton<IDeliveryChannel>(p => new S3Channel(p.GetRequiredService<OutboundHttp>()));
        services.AddSingleton<IDeliveryChannel>(p => new SlackChannel(p.GetRequiredService<OutboundHttp>()));
        services.AddSingleton<IDeliveryChannel>(p => new SmsChannel(p.GetRequiredService<OutboundHttp>()));
        services.AddSingleton<IDeliveryChannel>(p => new WebhookChannel(p.GetRequiredService<OutboundHttp>()));
    }

    /// <summary>Those that a report is made with; without a server's files every SQLite file that the process may read is a source.</summary>
    public static void AddRenderAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => new OutboundGuard(Networks(configuration)));
        services.AddSingleton<ReachableAddress>(p => p.GetRequiredService<OutboundGuard>().CheckAsync);

        services.AddSingleton<IDocumentReader, MarkdownDocuments>();
        services.AddSingleton<IMessageFormat, MailFormat>();

        services.AddSingleton<IReportFormat, CsvFormat>();
        services.AddSingleton<IReportFormat, JsonFormat>();
        services.AddSingleton<IReportFormat, HtmlFormat>();
        services.AddSingleton<IReportFormat, XlsxFormat>();
        services.AddSingleton<IReportFormat, PdfFormat>();

        services.AddSingleton<IDataSource>(p => new PostgresSource(p.GetRequiredService<ReachableAddress>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDataSource>(p => new SqliteSource(path => p.GetService<SourceFiles>()?.Refuse(path), p.GetRequiredService<TimeProvider>()));
    }

    private static IReadOnlyList<System.Net.IPNetwork> Networks(IConfiguration configuration) =>
        Taken(OutboundGuard.ParseNetworks(configuration["Broadsheet:Outbound:Allow"]));

    private static MailServer? Mail(IConfiguration configuration) =>
        configuration["Broadsheet:Mail:Host"] is { Length: > 0 } ? Taken(MailServer.Read(key => configuration["Broadsheet:Mail:" + key])) : null;

    private static T Taken<T>(Result<T> setting) => setting.IsOk ? setting.Value : throw new SettingsException(setting.Problem.Summary);
}
