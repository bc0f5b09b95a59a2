import Foundation

/// An installed RabbitMQ with only the plugins that the node needs, as a folder of links. A node reads every plugin that it could
/// have, and looks for each of its modules in the folders of all: with the sixty that come with it a start takes half as long again.
struct BrokerLinks {
  private static let roots = ["rabbit", "rabbitmq_prelaunch", "rabbitmq_management"]

  /// The installation: its `sbin`, `escript` and `plugins`.
  private let installed: URL
  /// Where the links are.
  private let folder: URL

  /// The folders of the plugins that are needed.
  private let plugins: [String]

  /// - Parameters:
  ///   - program: `rabbitmq-server`, a link to the one of the installation.
  ///   - plugins: beside those of every local broker.
  /// - Returns: `nil` for an installation that is built otherwise; it starts as it is.
  init?(to program: String, in folder: URL, plugins more: [String] = []) {
    let roots = Self.roots + more
    installed = URL(filePath: program).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
    self.folder = folder
    // Whatever is missing, that installation is another.
    guard let plugins = try? Self.needed(roots, in: installed.appending(path: "plugins")) else { return nil }
    self.plugins = plugins
  }

  /// With these a node uses the links.
  var environment: [String: String] {
    ["RABBITMQ_SCRIPTS_DIR": folder.appending(path: "sbin").path, "ERL_AFLAGS": Self.loading]
  }

  /// Loads at once what the node reads in any case, before RabbitMQ starts. One by one, as each is needed, its 1,100 modules take
  /// three times as long: for every single one Erlang copies its table of all functions, and looks in the folders of all libraries.
  /// What is not there is passed over.
  private static let loading: String = {
    let libraries = [
      "asn1", "compiler", "crypto", "inets", "kernel", "mnesia", "os_mon", "public_key", "sasl", "ssl", "stdlib",
      "syntax_tools", "tools", "xmerl",
    ]
    func files(_ pattern: String, in folder: String) -> String { #"filelib:wildcard("\#(pattern)",\#(folder))"# }
    let plugins = files("../plugins/*/ebin/*.beam", in: #"os:getenv("RABBITMQ_SCRIPTS_DIR")"#)
    let own = files("{\(libraries.joined(separator: ","))}-*/ebin/*.beam", in: "code:lib_dir()")
    let names = #"[list_to_atom(filename:basename(F,".beam"))||F<-\#(plugins)++\#(own)]"#
    let load = "(catch(code:ensure_modules_loaded(\(names))))."
    // Erlang takes the quotes of this variable for its own.
    return "-eval " + load.replacing("\"", with: "\\\"")
  }()

  /// Makes the links, in the place of those of another release.
  func make() throws {
    let files = FileManager.default
    if files.fileExists(atPath: folder.path) { try files.removeItem(at: folder) }
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    try link(["escript"], from: installed, to: folder)
    for (name, contents) in [
      ("sbin", try Self.names(in: installed.appending(path: "sbin"))), ("plugins", plugins),
    ] {
      let place = folder.appending(path: name)
      try files.createDirectory(at: place, withIntermediateDirectories: false)
      try link(contents, from: installed.appending(path: name), to: place)
    }
  }

  private func link(_ names: [String], from source: URL, to folder: URL) throws {
    for name in names {
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: name),
        withDestinationURL: source.appending(path: name)
      )
    }
  }

  /// The folders of the plugins, and of those that they name as theirs. Applications of Erlang itself are elsewhere.
  private static func needed(_ roots: [String], in all: URL) throws -> [String] {
    // `rabbit-3.10.8` is the folder of the plugin `rabbit`.
    let folders = try Dictionary(names(in: all).map { ($0.prefix { $0 != "-" }, $0) }) { max($0, $1) }
    var (found, waiting) = ([Substring: String](), roots.map { $0[...] })
    while let name = waiting.popLast() {
      guard found[name] == nil, let folder = folders[name] else { continue }
      found[name] = folder
      let description = try String(contentsOf: all.appending(path: "\(folder)/ebin/\(name).app"), encoding: .utf8)
      waiting += description.firstMatch(of: #/\{\s*applications\s*,\s*\[([^\]]*)\]/#)?.1.split { !$0.isName } ?? []
    }
    guard roots.allSatisfy({ found[$0[...]] != nil }) else { throw CocoaError(.fileNoSuchFile) }
    return found.values.sorted()
  }

  private static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }
}

extension Character {
  /// Whether it may stand in the name of an application.
  fileprivate var isName: Bool { isLetter || isNumber || self == "_" }
}
