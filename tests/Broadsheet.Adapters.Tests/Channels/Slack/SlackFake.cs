namespace Broadsheet.Adapters.Tests.Channels.Slack;

/// <summary>Slack's Web API as its public description has it, as far as a delivery needs it.</summary>
internal static class SlackFake
{
    public static Func<WebRequest, WebAnswer> Well(FakeWeb web) => r => r.Path.TrimStart('/') switch
    {
        "files.getUploadURLExternal" => new WebAnswer(200, $$"""{ "ok": true, "upload_url": "{{web.Url}}upload/1", "file_id": "F1" }"""),
        "upload/1" => new WebAnswer(200, "OK"),
        "chat.postMessage" => new WebAnswer(200, """{ "ok": true, "channel": "C777777777", "ts": "1700000000.000100" }"""),
        "files.completeUploadExternal" => new WebAnswer(200, """{ "ok": true, "files": [{ "id": "F1" }] }"""),
        "auth.test" => new WebAnswer(200, """{ "ok": true }"""),
        _ => new WebAnswer(404),
    };
}
