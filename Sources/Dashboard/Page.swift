// SPDX-License-Identifier: Apache-2.0

/// The one page, complete in itself, with a nonce for each answer that lets its own style and script run and no other.
struct Page: Sendable {
    /// Stands in the file where the nonce belongs.
    private static let placeholder = "{{nonce}}"

    private let pieces: [String]

    init() {
        let text = String(decoding: PackageResources.page_html, as: UTF8.self)
        pieces = text.split(separator: Page.placeholder, omittingEmptySubsequences: false).map(String.init)
    }

    func html(nonce: String) -> String { pieces.joined(separator: nonce) }

    /// 128 bits, as Content Security Policy 3 section 7.1 asks for, in hexadecimal.
    static func makeNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next() as UInt64, radix: 16) + String(generator.next() as UInt64, radix: 16)
    }

    /// Nothing may be loaded from anywhere, and only this server may be asked for data.
    static func contentSecurityPolicy(nonce: String) -> String {
        "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; img-src data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }
}
