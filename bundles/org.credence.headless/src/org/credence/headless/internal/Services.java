package org.credence.headless.internal;

import org.credence.imaging.ImageSources;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the commands work with, put together by Declarative Services or by a test. */
@Component(service = Services.class)
public final class Services {

    private final ImageSources images;

    @Activate
    public Services(@Reference ImageSources images) {
        this.images = images;
    }

    ImageSources images() {
        return images;
    }
}
