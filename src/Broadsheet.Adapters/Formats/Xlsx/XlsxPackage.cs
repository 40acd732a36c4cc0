using System.Globalization;
using System.IO.Compression;
using System.Text;
using Broadsheet.Core.Reports;

namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>The zip around the sheets: which sheets there are, their names, and the parts that name them.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private readonly ZipArchive zip;
    private readonly List<(string Name, string? Filter)> sheets = [];
    private bool hasCover;

    public XlsxPackage(Stream output) => zip = new(output, ZipArchiveMode.Create, leaveOpen: true);

    public XlsxStyles Styles { get; } = new();

    /// <summary>A name that is free, for the next sheet: at most 31 characters, none that Excel refuses.</summary>
    public string FreeName(string wanted)
    {
        var clean = string.Concat(wanted.Where(c => !char.IsControl(c) && !"[]:*?/\\'".Contains(c, StringComparison.Ordinal))).Trim();
        clean = clean.Length == 0 || clean.Equals("history", StringComparison.OrdinalIgnoreCase) ? "Sheet" : clean[..Math.Min(31, clean.Length)];
        var free = clean;
        for (var n = 2; sheets.Any(s => s.Name.Equals(free, StringComparison.OrdinalIgnoreCase)) || free == XlsxCover.Name; n++)
        {
            var end = $" {n}";
            free = clean[..Math.Min(31 - end.Length, clean.Length)] + end;
        }

        return free;
    }

    /// <summary>Opens the next sheet's part; it is closed before the next is opened.</summary>
    public Stream AddSheet(string name)
    {
        sheets.Add((name, null));
        return Open($"xl/worksheets/sheet{sheets.Count}.xml");
    }

    /// <summary>The filtered area of the sheet added last, as <c>$A$1:$C$9</c>.</summary>
    public void Filter(string area) => sheets[^1] = sheets[^1] with { Filter = area };

    public Stream AddCover()
    {
        hasCover = true;
        return Open("xl/worksheets/cover.xml");
    }

    public void Complete(ReportContent content)
    {
        Part("xl/styles.xml", Styles.Xml());
        Part("xl/workbook.xml", Workbook());
        Part("xl/_rels/workbook.xml.rels", Relations());
        Part("_rels/.rels", $"<Relationships xmlns=\"{Packages}/relationships\">"
            + $"<Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/>"
            + $"<Relationship Id=\"rId2\" Type=\"{Packages}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>");
        Part("docProps/core.xml", Properties(content));
        Part("[Content_Types].xml", Types());
    }

    public void Dispose() => zip.Dispose();

    private Stream Open(string name) => zip.CreateEntry(name, CompressionLevel.Fastest).Open();

    private string Workbook()
    {
        var xml = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><bookViews><workbookView/></bookViews><sheets>");
        if (hasCover) xml.Append(CultureInfo.InvariantCulture, $"<sheet name=\"{XlsxCover.Name}\" sheetId=\"{sheets.Count + 1}\" r:id=\"rIdCover\"/>");
        for (var i = 0; i < sheets.Count; i++)
            xml.Append(CultureInfo.InvariantCulture, $"<sheet name=\"{XlsxText.Escape(sheets[i].Name)}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>");
        xml.Append("</sheets>");
        var filters = sheets.Select((s, i) => (s.Name, s.Filter, Local: i + (hasCover ? 1 : 0))).Where(s => s.Filter is not null).ToList();
        if (filters.Count > 0) xml.Append("<definedNames>");
        foreach (var (name, filter, local) in filters)
            xml.Append(CultureInfo.InvariantCulture, $"<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{local}\" hidden=\"1\">'{XlsxText.Escape(name)}'!{filter}</definedName>");
        if (filters.Count > 0) xml.Append("</definedNames>");
        return xml.Append("</workbook>").ToString();
    }

    private string Relations()
    {
        var xml = new StringBuilder($"<Relationships xmlns=\"{Packages}/relationships\"><Relationship Id=\"rIdStyles\" Type=\"{Office}/styles\" Target=\"styles.xml\"/>");
        if (hasCover) xml.Append(CultureInfo.InvariantCulture, $"<Relationship Id=\"rIdCover\" Type=\"{Office}/worksheet\" Target=\"worksheets/cover.xml\"/>");
        for (var i = 1; i <= sheets.Count; i++) xml.Append(CultureInfo.InvariantCulture, $"<Relationship Id=\"rId{i}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
        return xml.Append("</Relationships>").ToString();
    }

    private string Types()
    {
        var xml = new StringBuilder($"<Types xmlns=\"{Packages}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Sheet}sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Sheet}styles+xml\"/>"
            + "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>");
        if (hasCover) xml.Append(CultureInfo.InvariantCulture, $"<Override PartName=\"/xl/worksheets/cover.xml\" ContentType=\"{Sheet}worksheet+xml\"/>");
        for (var i = 1; i <= sheets.Count; i++) xml.Append(CultureInfo.InvariantCulture, $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"{Sheet}worksheet+xml\"/>");
        return xml.Append("</Types>").ToString();
    }

    private static string Properties(ReportContent content)
    {
        var when = NodaTime.Text.InstantPattern.General.Format(content.Slot);
        return $"<cp:coreProperties xmlns:cp=\"{Packages}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
            + $" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{XlsxText.Escape(content.Title())}</dc:title><dc:creator>Broadsheet</dc:creator>"
            + $"<dc:description>{XlsxText.Escape(content.Origin)}</dc:description><dcterms:created xsi:type=\"dcterms:W3CDTF\">{when}</dcterms:created></cp:coreProperties>";
    }

    private void Part(string name, string xml)
    {
        using var part = Open(name);
        part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml));
    }
}
