using System.Collections.Concurrent;
using Broadsheet.Core;
using Broadsheet.Core.Reports;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// The fonts found in some folders, loaded when a character first needs them and kept for all documents. Thread-safe.
/// </summary>
internal sealed class PdfFonts
{
    private static readonly string[] Regular = ["NotoSans-Regular", "DejaVuSans", "LiberationSans-Regular", "Arial", "arial", "Lato-Regular"];
    private static readonly string[] Bold = ["NotoSans-Bold", "DejaVuSans-Bold", "LiberationSans-Bold", "Arial Bold", "arialbd", "Lato-Bold"];
    private static readonly string[] Italic = ["NotoSans-Italic", "DejaVuSans-Oblique", "LiberationSans-Italic", "Arial Italic", "ariali", "Lato-Italic"];
    private static readonly string[] BoldItalic = ["NotoSans-BoldItalic", "DejaVuSans-BoldOblique", "LiberationSans-BoldItalic", "Arial Bold Italic", "arialbi", "Lato-BoldItalic"];
    private static readonly string[] Mono = ["NotoSansMono-Regular", "DejaVuSansMono", "LiberationMono-Regular", "Courier New", "cour"];

    /// <summary>For what the text's own font lacks, in this order; the large ones come last.</summary>
    private static readonly string[] Fallback =
    [
        "NotoSans-Regular", "NotoSansHebrew-Regular", "NotoSansArabic-Regular", "NotoEmoji-Regular", "NotoSansThai-Regular", "NotoSansDevanagari-Regular", "NotoSansArmenian-Regular",
        "NotoSansGeorgian-Regular", "NotoSansMono-Regular", "NotoSansSymbols-Regular", "NotoSansSymbols2-Regular", "NotoSansMath-Regular",
        "NotoSansSC-Regular", "NotoSansKR-Regular", "DroidSansFallbackFull", "DejaVuSans", "Symbola",
    ];

    /// <summary>For the scripts of East Asia, before the others.</summary>
    private static readonly string[] Eastern = ["NotoSansSC-Regular", "NotoSansKR-Regular", "DroidSansFallbackFull"];

    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TrueTypeFont> loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(PdfFace, int), (TrueTypeFont, int)> found = new();

    public PdfFonts(IReadOnlyList<string> folders)
    {
        var wanted = new HashSet<string>([.. Regular, .. Bold, .. Italic, .. BoldItalic, .. Mono, .. Fallback], StringComparer.Ordinal);
        foreach (var folder in folders.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.ttf", SearchOption.AllDirectories))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                if (wanted.Contains(name)) files.TryAdd(name, file);
            }
        }
    }

    /// <summary>The font and glyph for a character; of the face's first font, glyph 0, when no font has it.</summary>
    public (TrueTypeFont Font, int Glyph) Find(PdfFace face, int character) =>
        found.TryGetValue((face, character), out var known) ? known : found.GetOrAdd((face, character), key => Search(key.Item1, key.Item2));

    /// <summary>The face's own font.</summary>
    public TrueTypeFont First(PdfFace face) => Chain(face).FirstOrDefault()
        ?? throw new ReportException(new Problem.Conflict("no-font", "There is no TrueType font for PDF files on this server: install Noto Sans (fonts-noto-core) or DejaVu Sans."));

    private (TrueTypeFont, int) Search(PdfFace face, int character)
    {
        foreach (var font in IsEastern(character) ? Load(Eastern).Concat(Chain(face)) : Chain(face))
            if (font.Glyph(character) is > 0 and var glyph) return (font, glyph);
        return (First(face), 0);
    }

    private static bool IsEastern(int character) => character is >= 0x2E80 and <= 0xD7FF or >= 0xF900 and <= 0xFAFF or >= 0xFF00 and <= 0xFFEF or >= 0x20000 and <= 0x3FFFF;

    private IEnumerable<TrueTypeFont> Chain(PdfFace face)
    {
        var own = face switch { PdfFace.Bold => Bold, PdfFace.Italic => Italic, PdfFace.BoldItalic => BoldItalic, PdfFace.Mono => Mono, _ => Regular };
        return Load(own.Where(files.ContainsKey).Take(1).Concat(Fallback));
    }

    private IEnumerable<TrueTypeFont> Load(IEnumerable<string> names) => names.Where(files.ContainsKey).Select(name => loaded.GetOrAdd(name, n => new TrueTypeFont(files[n])));
}
