import Protocols
import Registry
import Report
import Weights

extension Site {
  /// What a person needs who wants to use, compare or cite an entry.
  func page(of manifest: Manifest, _ entry: PublishedIndex.Entry) -> String {
    let task = manifest.task
    let suffix = task.suffix
    let weights = entry.weights.map { file -> [Markup] in
      [
        link("../blobs/\(file.sha256)", file.file),
        .text(
          ": \(NumberText.count(file.bytes)) bytes, \(file.format), licence \(file.license ?? "not stated"), SHA-256 "),
        .tag("code", [:], .text(file.sha256)),
      ]
    }
    let elsewhere = manifest.weights.filter { published in !entry.weights.contains { $0.sha256 == published.sha256 } }
      .map { published -> [Markup] in
        [
          .text("\(published.fileName), from its authors, licence \(published.license), SHA-256 "),
          .tag("code", [:], .text(published.sha256)),
        ]
      }
    let files = weights + elsewhere
    let own = board.groups.filter { $0.rows.contains { $0.entry == manifest.name } }
    let citation = (try? Citation.bibTeX(of: manifest)) ?? "No citation is named."
    let first: [Markup] =
      files.isEmpty
      ? [.text("hipzoo train \(manifest.name)")] : [.text("hipzoo pull \(manifest.name) --from "), here("../")]
    var content: [Markup] = [
      .tag("h2", [:], "Predict"),
      .tag(
        "pre", ["class": "copied"],
        first + [
          .text(
            """

            hipzoo cohort synthesize --output cohorts
            hipzoo predict \(manifest.name) --input cohorts/synthetic-healthy_\(suffix).npz --output predicted.csv
            """)
        ]),
      .tag(
        "p", [:],
        [
          "It predicts ", link("../" + taskPath(task.name), task.quantity),
          .text(" in \(task.unit) from \(task.inputs.count) joint angles over one gait cycle. No medical device."),
        ]),
      .tag("h2", [:], "Weights"), files.isEmpty ? .tag("p", [:], "None are published.") : list(files),
    ]
    content += hub(manifest, entry)
    content += [
      .tag("h2", [:], "Licence"), .tag("p", [:], .text("Code: \(manifest.license ?? "not stated").")),
      .tag("h2", [:], "Citation"), .tag("pre", ["class": "copied"], .text(citation)),
      .tag(
        "p", [:],
        [
          "More in ", link("../\(entry.card)", "the model card"), " and ",
          link("../\(entry.manifest)", "the manifest"), ".",
        ]),
      .tag("h2", [:], "Scores beside the other entries"),
    ]
    content +=
      own.isEmpty ? [.tag("p", [:], "Nothing has been measured and nothing is reported.")] : tables(own, up: "../")
    content += figures(of: manifest)
    return page(manifest.name, manifest.description ?? "An entry for the task \(task.title).", content)
  }

  /// The folder that can be put on a hub as it is.
  private func hub(_ manifest: Manifest, _ entry: PublishedIndex.Entry) -> [Markup] {
    guard !entry.weights.isEmpty else { return [] }
    let folder = "hub/\(manifest.name)"
    return [
      .tag(
        "p", [:],
        [
          "Card, manifest and weights in one folder, for the Hugging Face hub: ",
          link("../\(folder)/README.md", folder), ".",
        ])
    ]
  }

  /// The figures of the report that are about one entry: the curves here, the others as files.
  private func figures(of manifest: Manifest) -> [Markup] {
    guard let own = report?.figures(of: manifest.name), !own.isEmpty else { return [] }
    let shown = own.first { $0.name.contains("-curves-") }
    let others = own.filter { $0.name != shown?.name }
    return [.tag("h2", [:], "Figures")] + (shown.map { [$0.element(files: "../report_files")] } ?? [])
      + [list(others.map { [link("../report_files/\($0.name).svg", $0.title), .text(". \($0.context)")] })]
  }
}
