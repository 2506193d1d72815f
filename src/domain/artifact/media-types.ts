// The names by which everything in the store is known. All but the first two are other people's standards.

/** The artifact itself: an OCI image manifest with this artifactType (OCI image-spec 1.1, "guidelines for artifact usage"). */
export const RELEASE_TYPE = 'application/vnd.flowspec.operate.release.v1'
/** Its config: the list of files. */
export const FILE_LIST_TYPE = 'application/vnd.flowspec.operate.files.v1+json'

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'
export const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar'
export const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json'
/** A CycloneDX document as a referrer. */
export const SBOM_TYPE = 'application/vnd.cyclonedx+json'
/** A Sigstore bundle (v0.3) as a referrer. */
export const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'

/** The two bytes `{}` that OCI names as the empty config. */
export const EMPTY_TEXT = '{}'
export const EMPTY_DIGEST = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
