using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.Server.Recipients;

/// <summary>A page for somebody who has a link and no account: plain HTML that runs nothing and loads nothing.</summary>
internal static class PublicPage
{
    private const string Style = """
        :root{color-scheme:light dark}*{box-sizing:border-box}
        body{margin:0;background:#f6f7f9;color:#171a21;font:14px/1.45 Inter,system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}
        main{max-width:600px;margin:48px auto;padding:24px;background:#fff;border:1px solid #dfe3ea;border-radius:10px}
        h1{font-size:20px;line-height:1.3;margin:0 0 12px;overflow-wrap:anywhere}h2{font-size:14px;margin:24px 0 8px}p{margin:0 0 12px;overflow-wrap:anywhere}
        .second{color:#545c6b}.done{padding:12px;border-left:4px solid #146c3c;background:#eef7f1;color:#146c3c;font-weight:600}
        form{display:inline-block;margin:0 8px 8px 0}button,.button{font:inherit;min-height:36px;padding:7px 14px;border:1px solid #8b93a1;border-radius:6px;background:#fff;color:#171a21;cursor:pointer;text-decoration:none;display:inline-block}
        button.main,.button{background:#3b5bdb;border-color:#3b5bdb;color:#fff;font-weight:600}:focus-visible{outline:3px solid #6d8bff;outline-offset:2px}
        ul{list-style:none;margin:0;padding:0}li{display:flex;gap:12px;justify-content:space-between;align-items:center;padding:12px 0;border-top:1px solid #dfe3ea}li span{overflow-wrap:anywhere}
        @media (max-width:640px){main{margin:0;border-width:0 0 1px;border-radius:0}}
        @media (prefers-color-scheme:dark){body{background:#0e1116;color:#eceff4}main,button{background:#161a21;color:#eceff4;border-color:#39414d}.second{color:#a5aebd}li{border-color:#39414d}.done{background:#12251a;color:#55d28d}button{border-color:#737d8e}button.main,.button{background:#3b5bdb;border-color:#3b5bdb}}
        """;

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <param name="body">HTML: whatever came from people was encoded by <see cref="Safe"/>.</param>
    public static IResult Of(HttpContext http, int status, string title, string body)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return TypedResults.Content($"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Safe(title)}</title><style>{Style}</style></head><body><main><h1>{Safe(title)}</h1>{body}</main></body></html>
            """, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    public static string Safe(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A paragraph of plain text.</summary>
    public static string Paragraph(string text, string? look = null) => look is null ? $"<p>{Safe(text)}</p>" : $"<p class=\"{look}\">{Safe(text)}</p>";
}
